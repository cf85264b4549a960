import type { Box, LinkableQuery } from '../../shared/requests.ts'
import type { LinkableResponse } from '../../shared/responses.ts'
import type { Field, FieldOf } from '../../shared/form/field.ts'
import type { Locale } from '../../shared/locale.ts'
import { REQUEST_TEXTS } from '../../shared/request-texts.ts'
import { AppError } from '../domain/errors.ts'
import { flowCaption } from '../domain/flow-picture.ts'
import { linkText } from '../domain/instance.ts'
import { isGone, toLinked } from '../domain/linked.ts'
import type { Listed } from '../domain/listed.ts'
import { toWords } from '../domain/search-text.ts'
import type { BoxQuery, Page } from '../store/contract.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory } from './directory.ts'
import { placesIn } from './form-basis.ts'
import { startedFrom } from './started-from.ts'
import { definitionOf } from './stored.ts'
import type { Reader } from './views.ts'

type Input = Reader & LinkableQuery & { definition: string }

const PAGE_SIZE = 20
/** What somebody has started, decided or was told of; an approval in several counts in the first. */
const BOXES = ['started', 'done', 'cc'] as const satisfies readonly Box[]

/** How far a box was read: undefined: not yet; null: to its end. */
type Position = string | undefined | null
type Place = { box: number; at: number; listed: Listed }
type Query = Omit<BoxQuery, 'box' | 'cursor' | 'limit'>

/**
 * The person's own approvals that a field may name, newest first. Throws `definition_not_found`, `instance_not_found`,
 * and `bad_request` for what is no such field or no cursor.
 */
export async function listLinkable(ctx: UseCaseContext, input: Input): Promise<LinkableResponse> {
  const { userId, locale, field, instance, q = '' } = input
  const { definition } = await startedFrom(ctx, input, createDirectory(ctx.people))
  const { definitions } = fieldAt(definition.form, field)
  const words = toWords(q)
  const query: Query = {
    userId,
    definitions: definitions.length > 0 ? definitions : undefined,
    text: words.length > 0 ? { words, locale } : undefined,
  }
  const { places, next } = await nextPlaces(ctx, query, readPositions(input.cursor))
  const shown = places.filter(
    ({ box, listed }) => firstBox(listed, userId) === box && !isGone(listed) && listed.id !== instance,
  )
  return {
    items: await Promise.all(shown.map(({ listed }) => toItem(ctx, listed, locale))),
    nextCursor: next.every((position) => position === null) ? null : toCursor(next),
  }
}

/** The newest of all boxes behind these positions; of each box it reads a page, and that part anew which it takes. */
async function nextPlaces(
  { store: { instances } }: UseCaseContext,
  query: Query,
  positions: readonly Position[],
): Promise<{ places: Place[]; next: Position[] }> {
  const read = async (index: number, limit: number): Promise<Page<Listed> | undefined> => {
    const [box, cursor] = [BOXES[index], positions[index]]
    if (box === undefined || cursor === null) return undefined
    return instances.list({ ...query, box, cursor, limit })
  }
  const pages = await Promise.all(BOXES.map((_, box) => read(box, PAGE_SIZE)))
  const places = pages
    .flatMap((page, box) =>
      (page?.items ?? []).map((listed): Place => ({
        box,
        at: timesIn(listed, query.userId)[box] ?? 0,
        listed,
      })),
    )
    .sort((a, b) => b.at - a.at)
    .slice(0, PAGE_SIZE)
  const next = pages.map(async (page, box): Promise<Position> => {
    if (!page) return null
    const taken = places.filter((place) => place.box === box).length
    if (taken === page.items.length) return page.nextCursor
    return taken === 0 ? positions[box] : (await read(box, taken))?.nextCursor
  })
  return { places, next: await Promise.all(next) }
}

function fieldAt(form: readonly Field[], wanted: string): FieldOf<'approval'> {
  const found = placesIn(form).find(({ place }) => place === wanted)?.field
  if (found?.type === 'approval') return found
  throw notKnown('field', `field: ${wanted} names no approvals.`, REQUEST_TEXTS.unknown)
}

/** By box, when it came into it; undefined for a box that it is not in. */
function timesIn({ initiator, startedAt, tasks, cc }: Listed, userId: string): (number | undefined)[] {
  const decided = tasks.filter(({ assignee, status }) => assignee === userId && DECIDED.has(status))
  const copies = cc.filter((one) => one.userId === userId)
  return [initiator.userId === userId ? startedAt : undefined, latest(decided), latest(copies)]
}

const DECIDED: ReadonlySet<string> = new Set(['APPROVED', 'REJECTED', 'TRANSFERRED'])

const latest = (some: readonly { createdAt: number }[]): number | undefined =>
  some.length === 0 ? undefined : Math.max(...some.map(({ createdAt }) => createdAt))

const firstBox = (listed: Listed, userId: string): number =>
  timesIn(listed, userId).findIndex((at) => at !== undefined)

async function toItem(
  ctx: UseCaseContext,
  listed: Listed,
  asked: Reader['locale'],
): Promise<LinkableResponse['items'][number]> {
  const { definition } = await definitionOf(ctx, listed)
  const caption = flowCaption(listed, definition)
  const locale = asked ?? caption.language
  return {
    id: listed.id,
    name: linkText(toLinked(caption), locale),
    status: listed.status,
    summary: caption.lines(locale),
    createdAt: listed.startedAt,
  }
}

/** Cursors of the store are base64url. */
const toCursor = (positions: readonly Position[]): string =>
  positions.map((position) => (position === undefined ? NOT_YET : (position ?? ENDED))).join('~')

const NOT_YET = '.'
const ENDED = ''

function readPositions(cursor = BOXES.map(() => NOT_YET).join('~')): Position[] {
  const parts = cursor.split('~')
  if (parts.length !== BOXES.length)
    throw notKnown(
      'cursor',
      'The cursor is none that a list has given. Begin without one.',
      REQUEST_TEXTS.cursor,
    )
  return parts.map((part) => (part === NOT_YET ? undefined : part === ENDED ? null : part))
}

const notKnown = (field: string, message: string, words: Readonly<Record<Locale, string>>): AppError =>
  new AppError('bad_request', message, { details: [{ field, rule: 'unknown' }], words })
