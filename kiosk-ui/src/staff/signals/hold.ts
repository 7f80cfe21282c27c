/** A button that is held: pointer or key. It says so again and again, so that the agent lets go when the page is gone. */
import { HOLD_REPEAT_MILLISECONDS } from '@lectern/device-agent/contract/staff-socket'
import type { Attachment } from 'svelte/attachments'

const KEYS = [' ', 'Enter']

/** `tell(true)` at once and again while it is held, `tell(false)` once when it is let go. */
export function held(tell: (hold: boolean) => void): Attachment<HTMLElement> {
  return (button) => {
    let timer: ReturnType<typeof setInterval> | null = null
    const end = () => {
      if (timer === null) return
      clearInterval(timer)
      timer = null
      tell(false)
    }
    const begin = () => {
      if (timer !== null) return
      tell(true)
      timer = setInterval(() => tell(true), HOLD_REPEAT_MILLISECONDS)
    }
    const pressed = (event: PointerEvent) => {
      if (event.button !== 0) return
      button.setPointerCapture(event.pointerId)
      begin()
    }
    const keyed = (event: KeyboardEvent) => {
      if (!KEYS.includes(event.key)) return
      event.preventDefault()
      if (event.type === 'keyup') end()
      else begin()
    }
    const listening: readonly (readonly [string, EventListener])[] = [
      ['pointerdown', (event) => event instanceof PointerEvent && pressed(event)],
      ['pointerup', end],
      ['pointercancel', end],
      ['keydown', (event) => event instanceof KeyboardEvent && keyed(event)],
      ['keyup', (event) => event instanceof KeyboardEvent && keyed(event)],
      ['blur', end],
      ['contextmenu', (event) => event.preventDefault()],
    ]
    for (const [name, listener] of listening) button.addEventListener(name, listener)
    return () => {
      end()
      for (const [name, listener] of listening) button.removeEventListener(name, listener)
    }
  }
}
