#!/usr/bin/env node
/** `sip2`: the demo library, messages in words, and tools between a kiosk and its library system. */
import { type Command, type ExitCode, UsageError } from './cli/command.ts'
import { DECODE_USAGE, decode } from './cli/decode.ts'
import { DOCTOR_USAGE, doctor } from './cli/doctor/doctor.ts'
import { PROXY_USAGE, proxy } from './cli/proxy/proxy.ts'
import { SEND_USAGE, send } from './cli/send/send.ts'
import { simulate } from './cli/simulate.ts'
import { SIMULATE_USAGE } from './cli/simulate-usage.ts'
import { terminal } from './cli/terminal.ts'

const USAGE = `usage:\n${[SIMULATE_USAGE, DECODE_USAGE, SEND_USAGE, PROXY_USAGE, DOCTOR_USAGE].join('\n')}`
const COMMANDS: Readonly<Record<string, Command>> = { simulate, decode, send, proxy, doctor }

async function main([name, ...options]: readonly string[]): Promise<ExitCode> {
  if (name === '--help' || name === 'help' || options.includes('--help')) {
    console.log(USAGE)
    return 0
  }
  const surroundings = terminal()
  try {
    const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (command === undefined) throw new UsageError('no such command')
    return await command(options, surroundings)
  } catch (error) {
    surroundings.complain(`sip2: ${error instanceof Error ? error.message : error}`)
    if (!(error instanceof UsageError)) return 1
    surroundings.complain(USAGE)
    return 64
  }
}

process.exitCode = await main(process.argv.slice(2))
