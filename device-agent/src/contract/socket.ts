/** Where the screen's socket is, and what its close codes ask of the screen (RFC 6455, section 7.4). */

export const SOCKET_PATH = '/kiosk/socket'

/** The page was served by an earlier start of the agent: load it again. */
export const CLOSE_RELOAD = 4401
/** The screen sent what no screen sends (RFC 6455: policy violation). */
export const CLOSE_BAD_MESSAGES = 1008
/** As many screens as the kiosk bears are connected: try again later (IANA registry: try again later). */
export const CLOSE_TOO_MANY_SCREENS = 1013
/** The agent stops (RFC 6455: going away): connect again. */
export const CLOSE_GOING_AWAY = 1001
