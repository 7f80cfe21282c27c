/** The drop's named limits that are no settings. */

/** While the belt runs, its module is asked to confirm it so often, and its way is written, in milliseconds. */
export const BELT_BEAT_MILLISECONDS = 50
/** A module drops its outputs so long after its master was heard last, in milliseconds. */
export const WATCHDOG_MILLISECONDS = 150
/** After an interruption the belt may have run on for so long beyond what is recorded, in milliseconds. */
export const INTERRUPTION_MILLISECONDS = 2 * WATCHDOG_MILLISECONDS + BELT_BEAT_MILLISECONDS
/** Sensors, debounce and slip: a position is known so well, in millimetres. */
export const PLACE_SLACK_MILLIMETRES = 40
/** The end of the read zone may be reached so much early or late, in millimetres; later, something is stuck. */
export const TUNNEL_SLACK_MILLIMETRES = 150
/** A diverter must be confirmed when its item is so near, in millimetres; the belt waits for it. */
export const DIVERTER_GUARD_MILLIMETRES = 30
/** Pause between two looks while the belt runs, in milliseconds. */
export const LOOK_MILLISECONDS = 10
/** Pause between two looks at what tells nothing by itself while the belt stands, in milliseconds. */
export const IDLE_LOOK_MILLISECONDS = 250
/** Pause before a write or an output that failed is tried again, in milliseconds. */
export const AGAIN_MILLISECONDS = 1_000
/** Items of one drop that are taken apart; what lies in a heap beyond that, staff find. */
export const ITEMS_AT_ONCE_MAX = 20
/** Exceptions shown to staff at a time. */
export const EXCEPTIONS_SHOWN_MAX = 50
/** Whether somebody is still there is asked for so long, in milliseconds (WCAG 2.2, 2.2.1: 20 seconds to say so, by a simple action). */
export const ASKING_MILLISECONDS = 20_000
/** What became of an item, and the thanks at the end, are shown for so long, in milliseconds. */
export const SHOWN_MILLISECONDS = 6_000
/** An item on its way holds that question off for so long at most, in milliseconds. */
export const ON_ITS_WAY_MILLISECONDS = 30_000
/** Items of one visit, and on its receipt. What comes then is nobody's. */
export const VISIT_ITEMS_MAX = 200
/** What lies in an arrival sensor for so long is not falling: the bin is full up to it, in milliseconds. */
export const ARRIVAL_HELD_MILLISECONDS = 2_000
/** Modules are given so long to answer after a start before staff are told, in milliseconds. */
export const SIGNALS_AWAY_MILLISECONDS = 3_000
/** The shutter is closed so long after it was told to, in milliseconds; in a drop of one bin an item has fallen by then. */
export const CLOSING_MILLISECONDS = 5_000
/** The belt waits so far beyond the end of the read zone where the beam there stays silent, in millimetres. */
export const TUNNEL_STOP_MILLIMETRES = 60
/** A diverter that pushed something astray is taken to stand out for what came in within so long of it, in milliseconds. */
export const ASTRAY_MILLISECONDS = 60_000
/** What did not come out is taken for what falls unexpectedly within so long of its coming in, in milliseconds. */
export const STILL_STUCK_MILLISECONDS = 600_000
