import { AppError } from '../domain/errors.ts'
import type { UseCaseContext } from './context.ts'
import { isInstanceId } from './stored.ts'

/** Anything shorter would begin too many. The pages show eight characters. */
const SHORTEST_NUMBER = 6
/** As many as a person compares. */
const MOST_TOLD = 10
/** As many as are counted. */
const MOST_COUNTED = 1_000

/** The latest changed of those that begin so; none for what is too short to mean one. */
export function beginningWith(
  { store }: UseCaseContext,
  number: string,
  limit: number,
): Promise<readonly string[]> {
  if (!isInstanceId(number) || number.length < SHORTEST_NUMBER) return Promise.resolve([])
  return store.instances.beginning(number, limit)
}

/**
 * The id of the one approval that is meant by its whole id or by its number, which is how the id begins. Throws
 * `instance_not_found`, and `instance_ambiguous` with the ids where several begin so; in words for operators.
 */
export async function instanceIdOf(ctx: UseCaseContext, given: string): Promise<string> {
  const number = given.trim().toLowerCase()
  if (!isInstanceId(number)) throw notFound(given, 'is not a number of an approval')
  if (await ctx.store.instances.read(number)) return number
  if (number.length < SHORTEST_NUMBER)
    throw notFound(given, `is too short: a number has at least ${SHORTEST_NUMBER} characters`)
  const ids = await beginningWith(ctx, number, MOST_COUNTED)
  const [id, ...others] = ids
  if (id === undefined) throw notFound(given, 'is not the number of an approval, nor does one begin so')
  if (others.length > 0) throw ambiguous(number, ids)
  return id
}

const notFound = (given: string, why: string): AppError =>
  new AppError('instance_not_found', `${given.slice(0, 64)} ${why}. Look for it with instances find.`)

function ambiguous(number: string, ids: readonly string[]): AppError {
  const told = ids.slice(0, MOST_TOLD)
  const more = ids.length > told.length ? ` and ${ids.length - told.length} more` : ''
  const message = `${number} begins ${ids.length} numbers: ${told.join(', ')}${more}. Say more of the one that is meant.`
  return new AppError('instance_ambiguous', message, { details: told.map((id) => ({ id })) })
}
