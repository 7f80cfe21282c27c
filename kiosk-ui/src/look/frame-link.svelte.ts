/** In place of a wire to the agent: the page around this frame hands over what to draw, and hears of each touch. */
import type { Intent } from '@lectern/device-agent/contract/intent'
import type { View } from '@lectern/device-agent/contract/view'
import type { Link } from '../kiosk/link.svelte.ts'
import type { FromFrame, ToFrame } from './messages.ts'

export class FrameLink implements Link {
  view = $state.raw<View | null>(null)
  readonly connected = true

  constructor() {
    // Other programs of the same page (a check of its accessibility) may talk to a frame as well, in their own words.
    addEventListener('message', ({ data, origin, source }: MessageEvent<ToFrame | null>) => {
      if (origin === location.origin && source === parent && data?.type === 'draw') this.view = data.view
    })
    this.#say({ type: 'ready' })
  }

  send(intent: Intent): void {
    this.#say({ type: 'touched', intent })
  }

  /** That staff touch their own page says nothing about who is at the kiosk. */
  touch(): void {}

  #say(message: FromFrame): void {
    parent.postMessage(message, location.origin)
  }
}
