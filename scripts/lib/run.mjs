import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { environment, root } from './paths.mjs'

/** Runs a program to its end, its output shown; resolves with its exit code (1 where a signal ended it). */
export function run(program, words, env = environment()) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** The machine's own programs: an install replaces node_modules, and must not run on the Node inside it. */
export function outsideEnvironment() {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  return { ...process.env, PATH: path.join(delimiter) }
}
