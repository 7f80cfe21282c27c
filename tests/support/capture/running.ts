/** The capture of the test file that runs. */
import { Capture } from './capture.ts'
import type { Listeners } from './listeners.ts'

export class Running {
  readonly capture = new Capture()
  #listeners: Promise<Listeners> | null = null

  /** Whether any kiosk was listened to. */
  get listened(): boolean {
    return this.#listeners !== null
  }
  /** Brokers and mail servers are loaded where there is a kiosk. */
  listeners(): Promise<Listeners> {
    this.#listeners ??= import('./listeners.ts').then(({ Listeners }) => Listeners.open(this.capture))
    return this.#listeners
  }
  async close(): Promise<void> {
    await (await this.#listeners)?.close()
  }
}

let running: Running | null = null
/** Null where nobody captures: benches, soak, pictures. */
export const currentCapture = (): Running | null => running
export function captureWith(now: Running | null): void {
  running = now
}
