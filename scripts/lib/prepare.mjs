/** Installs and builds what is missing or stale, and nothing else: seconds when all is there. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { node, root } from './paths.mjs'
import { outsideEnvironment, run } from './run.mjs'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** True where a package of the lock file is missing in node_modules, or there in another version. */
export function installIsStale(folder = root) {
  const installed = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(installed) || !existsSync(join(folder, 'node_modules/.bin/node'))) return true
  const have = readJson(installed).packages
  const want = readJson(join(folder, 'package-lock.json')).packages
  return Object.entries(want).some(([path, entry]) => {
    // Packages for other machines are left out of an install; workspaces are links.
    if (!path.startsWith('node_modules/') || entry.optional || entry.devOptional || entry.peer || entry.link)
      return false
    return have[path]?.version !== entry.version
  })
}

/** Milliseconds since 1970 of the newest change in a file, or in a folder and all it holds; 0 where there is none. */
function newest(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

const UI_SOURCES = [
  'kiosk-ui/src',
  'kiosk-ui/messages',
  'kiosk-ui/public',
  'kiosk-ui/package.json',
  'device-agent/src/contract',
]

/** True where the screen was never built, or its sources are newer than what was built. */
export function screenIsStale(folder = root) {
  const built = newest(join(folder, 'kiosk-ui/dist/index.html'))
  const top = readdirSync(join(folder, 'kiosk-ui')).filter((name) => /\.(html|ts|js|mjs)$/.test(name))
  const sources = [...UI_SOURCES, ...top.map((name) => `kiosk-ui/${name}`)]
  return built === 0 || sources.some((source) => newest(join(folder, source)) > built)
}

async function step(title, program, words, env) {
  console.log(`▸ ${title}`)
  const begun = Date.now()
  const code = await run(program, words, env)
  if (code !== 0) throw new Error(`${title}: ${program} ended with ${code}`)
  console.log(`  done in ${Math.round((Date.now() - begun) / 1000)} s`)
}

/** Rejects where a step fails; its output says why. */
export async function prepare() {
  if (installIsStale())
    await step(
      'Installing packages (once, a few minutes at most)',
      'npm',
      ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
      outsideEnvironment(),
    )
  if (screenIsStale())
    await step('Building the screen', node, [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      'kiosk-ui',
      '--logLevel',
      'warn',
    ])
}
