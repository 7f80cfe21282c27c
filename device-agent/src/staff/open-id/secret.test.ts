import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readSecret, SECRET_VARIABLE } from './secret.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secret-'))
})
afterEach(() => rm(folder, { recursive: true }))
const environment = { [SECRET_VARIABLE]: 'of the environment\n' }

it('the secret is the file’s, read anew each time, else the environment’s, else there is none', async () => {
  const file = join(folder, 'secret')
  await writeFile(file, 'of the file\n')
  expect(await readSecret(file, environment)).toBe('of the file')
  await writeFile(file, 'another')
  expect(await readSecret(file, environment)).toBe('another')
  expect(await readSecret(undefined, environment)).toBe('of the environment')
  expect(await readSecret(undefined, {})).toBeNull()
})

it('a file that is not there or empty is no public client: nobody is signed in, and staff are told', async () => {
  await expect(readSecret(join(folder, 'none'), environment)).rejects.toMatchObject({ why: 'failed' })
  await writeFile(join(folder, 'empty'), '\n')
  await expect(readSecret(join(folder, 'empty'), {})).rejects.toMatchObject({ why: 'failed' })
})
