/** A telling kiosk as a process: `replay-process.ts folder port`. Ends with 0 when nothing waits. */
import { tellingKiosk } from './telling-kiosk.ts'

const [folder = '', port = ''] = process.argv.slice(2)
const { stored, circulation, replay } = tellingKiosk({
  folder,
  port: Number(port),
  answerTimeoutMilliseconds: 300,
})
const endWhenTold = () => {
  if (stored.backlog().count === 0) process.exit(0)
}
replay.onTold(endWhenTold)
endWhenTold()
replay.start()
circulation.start()
