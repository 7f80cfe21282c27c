import { readFileSync } from 'node:fs'
import { createReplay } from '../simulator/replay.ts'
import {
  createSimulator,
  DEMO_LIBRARY,
  demoItem,
  demoPatrons,
  type Simulator,
  type SimulatorOptions,
} from '../simulator/simulator.ts'
import { readTranscript } from '../transcript/transcript.ts'
import type { Command, ExitCode, Surroundings } from './command.ts'
import { fileRecorder, type ReplayFile, type SimulateOptions, simulateOptions } from './simulate-options.ts'

const ITEMS: readonly (readonly [title: string, shows: string])[] = [
  ['The Time Machine', 'on the shelf'],
  ['Les Misérables', 'on loan'],
  ['The Secret Garden', 'waits on the hold shelf for Ines M.'],
  ['Walden', 'on loan, and Ines M. waits for it'],
  ['The Complete Works of William Shakespeare', 'not for loan'],
  ['War and Peace, read aloud', 'a set of three parts'],
  ['Преступление и наказание', 'a title in Cyrillic'],
]

export const simulate: Command = async (words, surroundings) => {
  const options = simulateOptions(words)
  const { replay, simulator } = options
  return replay === undefined ? serve(options, surroundings) : serveAgain(replay, simulator, surroundings)
}

async function serve(
  { faults, record, simulator: asked }: SimulateOptions,
  { complain, ended, out }: Surroundings,
): Promise<ExitCode> {
  const recording = record === undefined ? undefined : fileRecorder(record)
  const simulator = await createSimulator({
    ...asked,
    ...(recording === undefined ? {} : { recorder: recording.recorder }),
    onTrouble: (error) =>
      complain(`the state cannot be kept: ${error instanceof Error ? error.message : error}`),
  })
  await simulator.setFaults(faults)
  for (const line of welcome(simulator, asked.login)) out(line)
  await ended
  await simulator.close()
  recording?.close()
  return 0
}

async function serveAgain(
  { file, unmatched }: ReplayFile,
  { host, port, tls }: SimulatorOptions,
  { complain, ended, out }: Surroundings,
): Promise<ExitCode> {
  const transcript = readTranscript(readFileSync(file, 'utf8'))
  const server = await createReplay({
    transcript,
    unmatched,
    onUnmatched: (request) => complain(`not recorded: ${request}`),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(tls === undefined ? {} : { tls }),
  })
  out(`${file} listens on ${server.host}, port ${server.port}`)
  out('Ctrl-C ends.')
  await ended
  await server.close()
  return 0
}

function welcome({ host, port }: Simulator, login: SimulatorOptions['login']): readonly string[] {
  const cards = demoPatrons.map(({ patronId, pin, name, shows }) => [patronId, pin ?? '-', name, shows])
  const items = ITEMS.map(([title, shows]) => [demoItem(title).itemId, title, shows])
  return [
    `${DEMO_LIBRARY.name} listens on ${host}, port ${port}`,
    `Institution ${DEMO_LIBRARY.institution}; ${login === undefined ? 'no login' : `login ${login.user}, password ${login.password}`}`,
    '',
    ...table([['Card', 'PIN', 'Name', 'Shows'], ...cards]),
    '',
    ...table([['Item', 'Title', 'Shows'], ...items]),
    '',
    'Ctrl-C ends.',
  ]
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
