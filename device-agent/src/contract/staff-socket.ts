/** Where the staff's pages and their socket are, and what both sides of it must keep to. */

export const STAFF_PATH = '/staff/'
export const STAFF_SOCKET_PATH = '/staff/socket'

/**
 * An output is held as long as its button is: the page says so again and again, and after so much silence it is let go.
 */
export const HOLD_REPEAT_MILLISECONDS = 500
/** Longest time a gate may be silenced from here. */
export const SILENCE_MAX_MINUTES = 480
