#!/usr/bin/env node
/** `sip2`: the demo library, and messages in words. */
import { type Command, type ExitCode, UsageError } from './cli/command.ts'
import { DECODE_USAGE, decode } from './cli/decode.ts'
import { SIMULATE_USAGE, simulate } from './cli/simulate.ts'

const USAGE = `usage:\n${SIMULATE_USAGE}\n${DECODE_USAGE}`
const COMMANDS: Readonly<Record<string, Command>> = { simulate, decode }

const complain = (line: string): void => console.error(line)

async function main([name, ...options]: readonly string[]): Promise<ExitCode> {
  if (name === '--help' || name === 'help' || options.includes('--help')) {
    console.log(USAGE)
    return 0
  }
  try {
    const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (command === undefined) throw new UsageError('no such command')
    const ended = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    })
    return await command(options, { stdin: process.stdin, out: (line) => console.log(line), complain, ended })
  } catch (error) {
    complain(`sip2: ${error instanceof Error ? error.message : error}`)
    if (!(error instanceof UsageError)) return 1
    complain(USAGE)
    return 64
  }
}

process.exitCode = await main(process.argv.slice(2))
