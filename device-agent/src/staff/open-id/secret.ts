/** The client secret: from its file, or from the environment; the settings do not hold it. */
import { readFile } from 'node:fs/promises'
import { ProviderError } from './port.ts'

export const SECRET_VARIABLE = 'LECTERN_OPEN_ID_SECRET'

/** Null where there is none. Rejects with ProviderError where the file that is named gives none. */
export async function readSecret(
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<string | null> {
  if (file === undefined) return environment[SECRET_VARIABLE]?.trim() || null
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ProviderError('failed', 'secretFile cannot be read', error)
  })
  const secret = text.trim()
  if (secret === '') throw new ProviderError('failed', 'secretFile is empty')
  return secret
}
