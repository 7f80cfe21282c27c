import { type Examination, STATUS_REQUEST } from './examination.ts'

/** How long it bears a client that says nothing. */
export async function idle(examination: Examination, seconds: number): Promise<void> {
  const { clock } = examination.options
  examination.leave()
  const visit = await examination.visit()
  await visit.ask('scStatus', STATUS_REQUEST, { checksums: examination.sums })
  const begun = clock.now()
  let heard = await visit.socket.next(seconds * 1000)
  while (heard.kind === 'frame') heard = await visit.socket.next(seconds * 1000 - (clock.now() - begun))
  const waited = Math.round((clock.now() - begun) / 1000)
  if (heard.kind === 'closed')
    examination.add('idle', 'note', `it hung up after ${waited} s: keep alive more often`)
  else examination.add('idle', 'ok', `still there after ${waited} s`)
}
