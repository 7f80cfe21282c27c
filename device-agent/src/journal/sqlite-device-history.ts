import type { ErrorCode } from '../contract/errors.ts'
import type { DeviceState } from '../devices/device.ts'
import { DEVICE_CHANGES_KEPT, type DeviceChange, type DeviceHistory } from '../monitoring/device-history.ts'
import type { JournalFile } from './journal-file.ts'

export class SqliteDeviceHistory implements DeviceHistory {
  readonly #file: JournalFile

  constructor(file: JournalFile) {
    this.#file = file
  }

  of(device: string): readonly DeviceChange[] {
    return this.#file
      .all('SELECT state, code, detail, at FROM device_change WHERE device = ? ORDER BY id DESC', device)
      .map((row) => ({
        state: String(row.state) as DeviceState,
        code: row.code === null ? null : (String(row.code) as ErrorCode),
        detail: String(row.detail),
        at: Number(row.at),
      }))
  }

  add(device: string, { at, code, detail, state }: DeviceChange): void {
    this.#file.atomically(() => {
      this.#file.run(
        'INSERT INTO device_change (device, state, code, detail, at) VALUES (?, ?, ?, ?, ?)',
        device,
        state,
        code,
        detail,
        at,
      )
      this.#file.run(
        `DELETE FROM device_change WHERE device = ? AND id NOT IN
           (SELECT id FROM device_change WHERE device = ? ORDER BY id DESC LIMIT ?)`,
        device,
        device,
        DEVICE_CHANGES_KEPT,
      )
    })
  }
}
