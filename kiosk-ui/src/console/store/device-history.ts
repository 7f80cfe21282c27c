/** What became of a device, and the faults that it had. */
import type { DeviceChange } from './kiosk.ts'
import { type Fields, fieldsOf, listOf, textOf } from './read.ts'

export interface DeviceFault {
  readonly code: string
  readonly text: string
  readonly whatToDo: string | null
  readonly since: string
  /** When it was over; null while it is not. */
  readonly over: string | null
}

/** As the kiosk kept it, newest first; what to do about each code stands in it once. */
export function historyOf(fields: Fields): readonly DeviceChange[] {
  const advice = new Map(
    listOf(fields.advice).map((one) => {
      const { code, text, what_to_do } = fieldsOf(one) ?? {}
      return [textOf(code), { text: textOf(text), whatToDo: textOf(what_to_do) }]
    }),
  )
  return listOf(fields.changes).flatMap((one) => {
    const change = fieldsOf(one)
    if (change === null) return []
    const code = textOf(change.code)
    const { text = null, whatToDo = null } = code === null ? {} : (advice.get(code) ?? {})
    return [{ code, text, whatToDo, since: textOf(change.since) ?? '', state: textOf(change.state) ?? '' }]
  })
}

/** Newest first. Changes that follow each other under one code are one fault. */
export function faultsOf(history: readonly DeviceChange[]): readonly DeviceFault[] {
  const faults: DeviceFault[] = []
  let over: string | null = null
  for (const [index, { code, since, text, whatToDo }] of history.entries()) {
    const newer = history[index - 1]
    const last = faults.at(-1)
    if (newer !== undefined && newer.code !== code) over = newer.since
    if (code === null) continue
    if (newer?.code === code && last !== undefined) faults[faults.length - 1] = { ...last, since }
    else faults.push({ code, text: text ?? code, whatToDo, since, over })
  }
  return faults
}
