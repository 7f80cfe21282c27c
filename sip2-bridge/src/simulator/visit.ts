/** One client from its entrance to its leaving: prompts, talk, faults, the record of it. */
import type { Socket } from 'node:net'
import type { Clock } from '../connection/clock.ts'
import type { AnswerOptions } from './answer.ts'
import { Conversation } from './conversation.ts'
import type { Fate, FaultBox } from './fault-box.ts'
import { cutWhenIdle } from './idle.ts'
import type { Library } from './library.ts'
import { Prompts } from './prompts.ts'
import type { SimulatorOptions } from './simulator.ts'
import { type Reply, Talk } from './talk.ts'

export interface VisitOptions extends SimulatorOptions {
  readonly clock: Clock
  readonly library: Library
  readonly answers: AnswerOptions
  readonly box: FaultBox
  /** Whether what was carried out since this many deeds is safe. */
  readonly kept: (deedsBefore: number) => boolean
  /** A request was carried out. */
  readonly told: () => void
}

const MILLISECONDS = 1_000
const HANG_UP: Reply = { bytes: Buffer.alloc(0), hangUp: true }

export function visit(socket: Socket, options: VisitOptions): void {
  const { answers, box, clock, library, login, recorder } = options
  const { session } = answers.personality
  const { charset = session.charset, errorDetection = session.errorDetection } = options
  const { executeAt = 'receipt', terminator = session.terminator } = options
  const record = recorder?.opened()
  if (record !== undefined) {
    socket.on('data', (chunk: Buffer) => record.passed('toServer', chunk))
    socket.on('close', () => record.closed())
  }
  const onSent = (bytes: Buffer) => record?.passed('toClient', bytes)
  if (session.idleSeconds !== null) cutWhenIdle(socket, clock, session.idleSeconds * MILLISECONDS)

  const talk = new Talk({ library, answers, login, terminator, charset, errorDetection })
  const prompts = options.prompts === true && login !== undefined ? new Prompts(login) : null
  if (prompts !== null) {
    onSent(prompts.greeting())
    socket.write(prompts.greeting())
  }
  const carryOut = (frame: Buffer, fate: Fate): Reply | undefined => {
    if (prompts?.passed === false) {
      const reply = prompts.answer(frame)
      if (prompts.passed) talk.welcome()
      return reply
    }
    const deedsBefore = library.deeds
    const reply = replyTo(frame, fate, talk)
    if (!options.kept(deedsBefore)) {
      socket.destroy()
      return undefined
    }
    options.told()
    return reply
  }
  new Conversation(socket, { clock, box, carryOut, executeAt, segmentBytes: session.segmentBytes, onSent })
}

function replyTo(frame: Buffer, fate: Fate, talk: Talk): Reply | undefined {
  if (fate.hit('askAgain')) return talk.askAgain(frame)
  if (fate.hit('statusInstead')) return talk.statusInstead(frame)
  if (fate.faults.closeUnknownItem && talk.namesUnknownItem(frame)) return HANG_UP
  return talk.answer(frame)
}
