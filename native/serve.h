#ifndef SERVE_H
#define SERVE_H

/* The life of the command server: requests on descriptor 0, replies on descriptor 1, until the end of file. */
int serve_main(void);

#endif
