import { type Surroundings, UsageError } from '../command.ts'
import { fileOf } from './target.ts'

/**
 * A secret never stands in the command's words, where every user of the machine can read it: it comes from an
 * environment variable, the first line of a file, or a question at the terminal. Throws UsageError where there is none.
 */
export async function secretOf(
  { env, askSecret }: Pick<Surroundings, 'env' | 'askSecret'>,
  what: { readonly name: string; readonly variable: string; readonly option: string; readonly file?: string },
): Promise<string> {
  const { name, variable, option, file } = what
  if (file !== undefined) return fileOf(option, file).split(/\r?\n/)[0] ?? ''
  const secret = env[variable] ?? (await askSecret(`${name}: `))
  if (secret === null) throw new UsageError(`${name}: set ${variable}, or name a file with --${option}`)
  return secret
}
