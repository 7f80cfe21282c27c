/**
 * A kiosk that does nothing but tell a broker, as a process: `mqtt-process.ts folder port life alarms`. Says `kept NAME` once
 * an alarm is kept; ends with 0 when it was told all and waits for nothing.
 */
import { openOutbox } from '@lectern/device-agent/journal/open-outbox'
import { createLog } from '@lectern/device-agent/monitoring/log'
import { openLine } from '@lectern/device-agent/monitoring/mqtt/line'
import { MqttPublisher } from '@lectern/device-agent/monitoring/mqtt/publisher'
import { systemClock } from '@lectern/device-agent/runtime/clock'

const [folder = '', port = '', life = '', alarms = ''] = process.argv.slice(2)
const { outbox } = openOutbox({ folder, wall: Date.now })
const publisher = new MqttPublisher({
  open: openLine({ version: 5, url: `mqtt://127.0.0.1:${port}`, clientId: 'kiosk-1', listen: [] }),
  outbox,
  clock: systemClock,
  notices: { raise: () => undefined, clear: () => undefined },
  log: createLog(),
  boot: life,
  prefix: 'lectern/main/kiosk-1',
})
publisher.start()

let told = 0
const tell = () => {
  if (told < Number(alarms)) {
    const name = `${life} ${told++}`
    publisher.publish('gateAlarm', {
      id: name,
      at: new Date().toISOString(),
      gate: 'entrance',
      item: null,
      title: null,
      verdict: 'theft',
      at_kiosk: null,
      direction: null,
    })
    process.stdout.write(`kept ${name}\n`)
  } else if (outbox.waiting === 0) process.exit(0)
  setImmediate(tell)
}
tell()
