/** `npm test`: installs and builds what is missing, then runs every test. Arguments go to vitest. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { prepareMachine } from './lib/browser.mjs'
import { node, root, stateFolder } from './lib/paths.mjs'
import { prepare } from './lib/prepare.mjs'
import { run } from './lib/run.mjs'

const report = join(stateFolder, 'test-report.json')

/** 'N passed, N failed' on a line of its own, for whoever reads the end of the log. */
function summary(code) {
  if (!existsSync(report)) return '0 passed, 1 failed'
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'))
  // A file that cannot be loaded, or an error outside any test, fails the run without a failed test.
  const failed = Math.max(numFailedTests, code === 0 ? 0 : Math.max(1, numFailedTestSuites))
  return `${numPassedTests} passed, ${failed} failed`
}

async function main() {
  await prepare()
  await prepareMachine()
  mkdirSync(stateFolder, { recursive: true })
  rmSync(report, { force: true })
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run(node, [vitest, 'run', ...reporters, ...process.argv.slice(2)])
  console.log(summary(code))
  process.exitCode = code
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
