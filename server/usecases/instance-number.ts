import { foldNumber, isNumberLike } from '../../shared/document-number.ts'
import { AppError } from '../domain/errors.ts'
import type { UseCaseContext } from './context.ts'
import { isInstanceId } from './stored.ts'

/** Anything shorter would begin too many. */
const SHORTEST_NUMBER = 6
/** As many as a person compares. */
const MOST_TOLD = 10
/** As many as are counted. */
const MOST_COUNTED = 1_000

/**
 * The latest changed of those whose number or id begins so; of what is too short to begin one, whose number it is as
 * a whole.
 */
export async function beginningWith(
  { store: { instances } }: UseCaseContext,
  given: string,
  limit: number,
): Promise<readonly string[]> {
  const number = foldNumber(given)
  if (!isNumberLike(number)) return []
  if (number.length >= SHORTEST_NUMBER) return instances.beginning(number, limit)
  const id = await instances.numbered(number)
  return id === undefined ? [] : [id]
}

/**
 * The id of the one approval that is meant by its whole id, by its number, or by how either begins. Throws
 * `instance_not_found`, and `instance_ambiguous` with the ids where several begin so; in words for operators.
 */
export async function instanceIdOf(ctx: UseCaseContext, given: string): Promise<string> {
  const { instances } = ctx.store
  const number = foldNumber(given)
  if (!isNumberLike(number)) throw notFound(given, 'is not a number of an approval')
  if (isInstanceId(number) && (await instances.read(number))) return number
  // A number that is longer may begin with this one, which is meant all the same.
  const whole = await instances.numbered(number)
  if (whole !== undefined) return whole
  if (number.length < SHORTEST_NUMBER)
    throw notFound(
      given,
      `is too short: of a number that is not whole, ${SHORTEST_NUMBER} characters are needed`,
    )
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
