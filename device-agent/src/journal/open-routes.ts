import type { RouteStore } from '../monitoring/routes/contract.ts'
import { type Beside, openBeside } from './open-beside.ts'
import { ROUTES_MIGRATIONS } from './routes-schema.ts'
import { SqliteRoutes } from './sqlite-routes.ts'

export interface OpenedRoutes {
  readonly store: RouteStore
  /** The name of the damaged file that was set aside, or null. */
  readonly setAside: string | null
}

export function openRoutes(where: Pick<Beside, 'folder' | 'wall'>): OpenedRoutes {
  const { file, setAside } = openBeside({ ...where, name: 'alerts', migrations: ROUTES_MIGRATIONS })
  return { store: new SqliteRoutes(file), setAside }
}
