import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type Measures, round } from './measure.ts'

const dist = fileURLToPath(new URL('../../kiosk-ui/dist/', import.meta.url))

/** Every script the kiosk page loads, at once or later, each gzipped as a server would send it. */
export async function run(): Promise<Measures> {
  const scripts = new Set<string>()
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const open = [...html.matchAll(/(?:src|href)="\.?\/([^"]+\.js)"/g)].map((match) => match[1] ?? '')
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (scripts.has(path)) continue
    scripts.add(path)
    const text = readFileSync(join(dist, path), 'utf8')
    for (const match of text.matchAll(/["'`](\.\/[^"'`]+\.js)["'`]/g))
      open.push(join(dirname(path), match[1] ?? ''))
  }
  const bytes = [...scripts].reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path))).length, 0)
  return { 'ui.javascript': { value: round(bytes / 1000), unit: 'kB gzipped', target: 60, better: 'lower' } }
}
