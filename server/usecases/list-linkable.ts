import type { Box, LinkableQuery } from '../../shared/requests.ts'
import type { LinkableResponse } from '../../shared/responses.ts'
import type { FieldOf } from '../../shared/form/field.ts'
import { REQUEST_TEXTS } from '../../shared/request-texts.ts'
import { AppError } from '../domain/errors.ts'
import { linkText } from '../domain/instance.ts'
import { isGone, toLinked } from '../domain/linked.ts'
import type { Listed } from '../domain/listed.ts'
import { toWords } from '../domain/search-text.ts'
import type { UseCaseContext } from './context.ts'
import { localeFor } from './definition-views.ts'
import { createDirectory } from './directory.ts'
import { placesIn } from './form-basis.ts'
import { startedFrom } from './started-from.ts'
import { definitionOf } from './stored.ts'
import { summaryOf, type Reader } from './views.ts'

type Input = Reader & LinkableQuery & { definition: string }

const PAGE_SIZE = 20
/** What somebody has started, decided or was told of; an approval in several counts in the first. */
const BOXES = ['started', 'done', 'cc'] as const satisfies readonly Box[]

/** How far a box was read: behind this cursor, and behind so many of what follows it; null: to its end. */
type Position = { cursor: string | undefined; skip: number } | null
type Place = { box: number; at: number; listed: Listed }

/**
 * The person's own approvals that a field may name, newest first. Throws `definition_not_found`, `instance_not_found`,
 * and `bad_request` for what is no such field or no cursor.
 */
export async function listLinkable(ctx: UseCaseContext, input: Input): Promise<LinkableResponse> {
  const { userId, locale, field, instance, q = '' } = input
  const { definition } = await startedFrom(ctx, input, createDirectory(ctx.people))
  const { definitions } = fieldAt(placesIn(definition.form), field)
  const words = toWords(q)
  const query = {
    userId,
    definitions: definitions.length > 0 ? definitions : undefined,
    text: words.length > 0 ? { words, locale } : undefined,
    limit: PAGE_SIZE,
  }
  const positions = readPositions(input.cursor)
  const pages = await Promise.all(
    positions.map((at, index) => {
      const box = BOXES[index]
      return at && box && ctx.store.instances.list({ ...query, box, cursor: at.cursor })
    }),
  )
  const places = pages.flatMap((page, box) =>
    (page?.items ?? [])
      .slice(positions[box]?.skip ?? 0)
      .map((listed): Place => ({ box, at: timesIn(listed, userId)[box] ?? 0, listed })),
  )
  const taken = places.sort((a, b) => b.at - a.at).slice(0, PAGE_SIZE)
  const shown = taken.filter(
    ({ box, listed }) => firstBox(listed, userId) === box && !isGone(listed) && listed.id !== instance,
  )
  const next = positions.map((position, box): Position => {
    const page = pages[box]
    if (!position || !page) return null
    const skip = position.skip + taken.filter((one) => one.box === box).length
    if (skip < page.items.length) return { cursor: position.cursor, skip }
    return page.nextCursor === null ? null : { cursor: page.nextCursor, skip: 0 }
  })
  return {
    items: await Promise.all(shown.map(({ listed }) => toItem(ctx, listed, locale))),
    nextCursor: next.every((position) => position === null) ? null : toCursor(next),
  }
}

function fieldAt(places: ReturnType<typeof placesIn>, wanted: string): FieldOf<'approval'> {
  const found = places.find(({ place }) => place === wanted)?.field
  if (found?.type === 'approval') return found
  throw new AppError('bad_request', `field: ${wanted} names no approvals.`)
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
  const locale = localeFor(definition, asked)
  return {
    id: listed.id,
    name: linkText(toLinked(listed, definition), locale),
    status: listed.status,
    summary: summaryOf(definition, listed, locale),
    createdAt: listed.startedAt,
  }
}

/** Cursors of the store are base64url. */
const toCursor = (positions: readonly Position[]): string =>
  positions.map((position) => position && `${position.cursor ?? ''}.${position.skip}`).join('~')

function readPositions(cursor: string | undefined): Position[] {
  if (cursor === undefined) return BOXES.map(() => ({ cursor: undefined, skip: 0 }))
  const parts = cursor.split('~').map(readPosition)
  if (parts.length === BOXES.length && !parts.includes(undefined)) return parts as Position[]
  throw new AppError('bad_request', 'The cursor is none that a list has given. Begin without one.', {
    details: [{ field: 'cursor', rule: 'unknown' }],
    words: REQUEST_TEXTS.cursor,
  })
}

function readPosition(text: string): Position | undefined {
  if (text === '') return null
  const [, cursor, skip] = /^([\w-]*)\.(\d{1,2})$/.exec(text) ?? []
  return skip === undefined ? undefined : { cursor: cursor || undefined, skip: Number(skip) }
}
