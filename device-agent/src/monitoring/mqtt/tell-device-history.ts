/** Keeps what becomes of each device, and tells MQTT its newest changes with what to do about each. */
import { ERRORS, isErrorCode, LecternError } from '../../contract/errors.ts'
import type { DeviceStatus } from '../../devices/device.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { DevicePort } from '../desk-ports.ts'
import type { DeviceChange, DeviceHistory } from '../device-history.ts'
import type { Publisher } from './contract.ts'
import type { Facts } from './topics.ts'

export interface DeviceHistorySources {
  readonly publisher: Pick<Publisher, 'publish'>
  readonly devices: readonly DevicePort[]
  readonly deviceHistory: DeviceHistory
}

export function tellDeviceHistory({ deviceHistory, devices, publisher }: DeviceHistorySources): Unsubscribe {
  const follow = (status: DeviceStatus) => {
    try {
      const [last] = deviceHistory.of(status.id)
      if (!isNews(status, last)) return
      const { code, detail, id, since, state } = status
      deviceHistory.add(id, { state, code, detail, at: since })
      tell(status.id)
    } catch (error) {
      // A disk that takes nothing is told by whoever watches the journal.
      if (!(error instanceof LecternError)) throw error
    }
  }
  const tell = (id: string) => publisher.publish('deviceHistory', factsOf(deviceHistory.of(id)), id)
  const endings = devices.map((device) => {
    tell(device.status.id)
    follow(device.status)
    return device.onStatus(follow)
  })
  return () => {
    for (const end of endings) end()
  }
}

/** That the kiosk itself was started says nothing about a device. */
const isNews = ({ code, state }: DeviceStatus, last: DeviceChange | undefined): boolean =>
  state !== 'starting' && (last === undefined || last.state !== state || last.code !== code)

function factsOf(changes: readonly DeviceChange[]): Facts<'deviceHistory'> {
  const codes = new Set(changes.map(({ code }) => code).filter((code) => code !== null))
  return {
    changes: changes.map(({ at, code, detail, state }) => ({
      since: new Date(at).toISOString(),
      state,
      code,
      detail,
    })),
    // A code that was kept by another version may be none any more.
    advice: [...codes].filter(isErrorCode).map((code) => ({
      code,
      text: ERRORS[code].staff,
      what_to_do: ERRORS[code].whatToDo,
    })),
  }
}
