/** A kiosk that does nothing but tell its backlog: a journal, a connection to the demo library, and the replay. */
import { Replay } from '@lectern/device-agent/flows/offline/replay'
import { RightOfWay } from '@lectern/device-agent/flows/offline/right-of-way'
import { openJournal } from '@lectern/device-agent/journal/open-journal'
import { systemClock } from '@lectern/device-agent/runtime/clock'
import { createCirculation } from 'sip2/circulation'
import { DEMO_LIBRARY } from 'sip2/simulator'

export interface TellingKioskOptions {
  readonly folder: string
  readonly port: number
  readonly answerTimeoutMilliseconds: number
}

/** Neither is started. */
export function tellingKiosk({ folder, port, answerTimeoutMilliseconds }: TellingKioskOptions) {
  const { journal, stored } = openJournal({ folder, reserveBytes: 0, wall: Date.now })
  const circulation = createCirculation({
    host: '127.0.0.1',
    port,
    institution: DEMO_LIBRARY.institution,
    terminalPassword: '',
    dialect: 'lectern-demo',
    timeoutMilliseconds: answerTimeoutMilliseconds,
  })
  const replay = new Replay({
    circulation,
    stored,
    journal,
    clock: systemClock,
    notices: { raise: () => undefined, clear: () => undefined },
    rightOfWay: new RightOfWay(),
    answerTimeoutMilliseconds,
  })
  return { journal, stored, circulation, replay }
}
