/** What the staff's page and the frame in it, which draws the kiosk's screen, say to each other. */
import type { Intent } from '@lectern/device-agent/contract/intent'
import type { View } from '@lectern/device-agent/contract/view'

export type ToFrame = { readonly type: 'draw'; readonly view: View }
/** `ready`: it can draw. `touched`: what a touch at the kiosk would have sent. */
export type FromFrame = { readonly type: 'ready' } | { readonly type: 'touched'; readonly intent: Intent }
