import { join } from 'node:path'

export const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..')
/** What running from a checkout leaves behind: logs, the compile cache, the demo library's state. */
export const stateFolder = join(root, '.lectern')
/** The Node the project brings along; scripts may be started by an older one. */
export const node = join(root, 'node_modules/.bin/node')

/** Environment for our processes: their compiled code is kept, so that the next start is quick. */
export const environment = () => ({ ...process.env, NODE_COMPILE_CACHE: join(stateFolder, 'compile-cache') })
