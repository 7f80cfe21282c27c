/** One of libgpiod's programs, running. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Clock } from '../../../runtime/clock.ts'
import { TransportError } from '../../../transports/transport.ts'

/** A longer line is none of the tools'. */
const LINE_MAX_BYTES = 1_024
/** So much of what a program complains of is kept for staff. */
const COMPLAINT_MAX_CHARACTERS = 200
/** A program that only answers has done so by then. */
const ANSWER_TIMEOUT_MILLISECONDS = 3_000
/** A program that has been asked to end is ended by force after this. */
const END_TIMEOUT_MILLISECONDS = 1_000

export interface Tool {
  /** Told once, with what the program complained of; not after `stop`. */
  onExit(listener: (error: TransportError) => void): void
  /** Resolves when it has ended. */
  stop(): Promise<void>
}

/**
 * Starts a program whose lines go to `onLine`. It ends with us, however we end (setpriv of Debian's util-linux): a line
 * that nobody holds any more is let go by the kernel.
 */
export function startTool(
  program: string,
  args: readonly string[],
  onLine: (line: string) => void,
  clock: Clock,
): Tool {
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  let stopping = false
  let failure: TransportError | null = null
  let listener: (error: TransportError) => void = () => undefined
  const end = (error: TransportError): void => {
    if (failure !== null || stopping) return
    failure = error
    listener(error)
  }
  readLines(child, onLine)
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = `${complaint}${text}`.slice(0, COMPLAINT_MAX_CHARACTERS)
  })
  // 'close' comes when all has been read, 'exit' also where something else still holds the pipe.
  child.once('close', () => end(new TransportError(complaint.trim() || `${program} ended`, 'IO_FAULT')))
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', (error) => {
      resolve()
      end(new TransportError('setpriv cannot be started', 'IO_TOOL_MISSING', error))
    })
  })
  return {
    onExit: (told) => {
      listener = told
      if (failure !== null) told(failure)
    },
    stop: async () => {
      stopping = true
      child.kill('SIGTERM')
      const force = clock.setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MILLISECONDS)
      await gone
      clock.clearTimeout(force)
      child.stdout?.destroy()
      child.stderr?.destroy()
    },
  }
}

function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n')
    rest = (lines.pop() ?? '').slice(0, LINE_MAX_BYTES)
    for (const line of lines) onLine(line)
  })
}

/** What a program says in its first line; rejects with `TransportError` where it ends without, or takes too long. */
export function firstLineOf(
  program: string,
  args: readonly string[],
  clock: Clock,
): { readonly answer: Promise<string>; readonly tool: Tool } {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const tool = startTool(program, args, resolve, clock)
  tool.onExit(reject)
  const timer = clock.setTimeout(
    () => reject(new TransportError(`${program} says nothing`, 'IO_FAULT')),
    ANSWER_TIMEOUT_MILLISECONDS,
  )
  const answer = promise.finally(async () => {
    clock.clearTimeout(timer)
    await tool.stop()
  })
  return { answer, tool }
}
