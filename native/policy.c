#include "policy.h"

bool policy_restarts(const struct settings *settings, bool succeeded, int64_t burst)
{
	if (settings->restart == RESTART_NEVER || (settings->restart == RESTART_ON_FAILURE && succeeded))
		return false;
	return settings->max_retries < 0 || burst < settings->max_retries;
}

int64_t policy_delay_ms(const struct settings *settings, int64_t burst)
{
	if (burst == 0)
		return 0;
	int64_t delay = settings->backoff_initial_ms;
	for (int64_t i = 1; i < burst && delay < settings->backoff_max_ms; i++)
		delay *= 2;
	return delay < settings->backoff_max_ms ? delay : settings->backoff_max_ms;
}
