# The rows of the limit table alone, for a kernel that is there for its controllers.
only='.*LimitRowsKernelTest'
. ./kernel.sh
