import { PERSONALITIES } from '../simulator/personalities/personalities.ts'
import { FAULT_NAMES } from './fault-options.ts'

/** Words behind an option, in lines of a readable length. */
function wrapped(words: readonly string[], indent: string): string {
  const lines = ['']
  for (const word of words) {
    const last = lines.at(-1) ?? ''
    if (last.length + word.length > 80) lines.push(`${word} `)
    else lines[lines.length - 1] = `${last}${word} `
  }
  return lines.map((line) => line.trimEnd()).join(`\n${indent}`)
}

const INDENT = ' '.repeat(21)

export const SIMULATE_USAGE = `sip2 simulate [--port 6001] [--host 127.0.0.1] [--login user:password] [--state file]
              [--dialect lectern-demo] [--fault name[=value]]... [--chaos 0 --seed 1]
              [--record file | --replay file] [and the options below]
    Serves the demo library until Ctrl-C.
    --port           0: a free one
    --login          demanded of every client
    --telnet         the login is asked for with prompts before SIP2
    --state          loans, holds and fees are kept in this file
    --dialect        whose manners it has:
                     ${wrapped(Object.keys(PERSONALITIES), INDENT)}
    --charset        utf8, latin1, cp850, cp437, win1252 or ascii, in place of the dialect's
    --crlf           answers end with CR LF in place of the dialect's end
    --no-checksums   answers carry none, even to a client that sends them
    --cancel         "cancel" (BI) undoes the transaction before
    --idle           seconds after which a client that says nothing is cut off
    --items          generated items beside the demo library's
    --patrons        generated patrons beside the demo library's
    --history        transactions remembered one by one
    --tls-key        with --tls-cert: TLS, key and certificate as PEM files
    --client-ca      only clients with a certificate of this authority, a PEM file
    --latency        milliseconds before each answer
    --fault          may stand several times; a number behind = says how many or how long (ms):
                     ${wrapped(FAULT_NAMES, INDENT)}
    --chaos          how probable it is, from 0 to 1, that a request meets a fault
    --seed           the same seed, the same faults by chance
    --record         what passes is written to this file; --unmasked: with secrets and patron data
    --replay         the answers in this file are served in place of the demo library
    --unmatched      silence or close: what a request meets that was not recorded`
