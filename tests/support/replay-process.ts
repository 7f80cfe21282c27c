/** A kiosk that does nothing but tell its backlog: `replay-process.ts folder port`. Ends with 0 when nothing waits. */
import { Replay } from '@lectern/device-agent/flows/offline/replay'
import { RightOfWay } from '@lectern/device-agent/flows/offline/right-of-way'
import { openJournal } from '@lectern/device-agent/journal/open-journal'
import { systemClock } from '@lectern/device-agent/runtime/clock'
import { createCirculation } from 'sip2/circulation'
import { DEMO_LIBRARY } from 'sip2/simulator'

const ANSWER_TIMEOUT_MILLISECONDS = 300

const [folder = '', port = ''] = process.argv.slice(2)
const { journal, stored } = openJournal({ folder, reserveBytes: 0, wall: Date.now })
const circulation = createCirculation({
  host: '127.0.0.1',
  port: Number(port),
  institution: DEMO_LIBRARY.institution,
  terminalPassword: '',
  dialect: 'lectern-demo',
  timeoutMilliseconds: ANSWER_TIMEOUT_MILLISECONDS,
})
const replay = new Replay({
  circulation,
  stored,
  journal,
  clock: systemClock,
  notices: { raise: () => undefined, clear: () => undefined },
  rightOfWay: new RightOfWay(),
  answerTimeoutMilliseconds: ANSWER_TIMEOUT_MILLISECONDS,
})
const endWhenTold = () => {
  if (stored.backlog().count === 0) process.exit(0)
}
replay.onTold(endWhenTold)
endWhenTold()
replay.start()
circulation.start()
