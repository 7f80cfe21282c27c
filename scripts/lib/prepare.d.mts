export function installIsStale(folder?: string): boolean
export function screenIsStale(folder?: string): boolean
export function prepare(): Promise<void>
