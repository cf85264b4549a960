import type { AttachmentQuery } from '../../shared/responses.ts'
import { AppError } from '../domain/errors.ts'
import { FILE_TYPES } from '../domain/file-type.ts'
import { FILE_RULE_TEXTS } from '../../shared/file-texts.ts'
import type { AttachmentRecord, FileContent } from '../store/contract.ts'
import { isValidLink } from './attachment-link.ts'
import type { UseCaseContext } from './context.ts'
import { mayRead } from './find-readable.ts'
import { serviceMayRead } from './service-door.ts'

type Input = { id: string; link: AttachmentQuery; userId: string | undefined }

export type OpenedFile = {
  name: string
  type: string
  size: number
  /** May be shown where it is; everything else is only ever saved. */
  isInline: boolean
  /** Has to be closed. */
  content: FileContent
}

/**
 * A file for those who may see the instance that names it; while none does, for who uploaded it. A link stands
 * for the person it was given to, and for nobody when it is not ours or has run out. Whatever is wrong, it is
 * `attachment_not_found`; `unauthorized` for who shows neither session nor link, and `attachment_damaged` for
 * who may open what is not there any more as it was uploaded.
 */
export async function openAttachment(ctx: UseCaseContext, { id, link, userId }: Input): Promise<OpenedFile> {
  const viewer = viewerOf(ctx, id, link, userId)
  const record = isAttachmentId(id) ? await ctx.store.attachments.read(id) : undefined
  if (!record || viewer === undefined || !(await mayOpen(ctx, record, viewer))) throw noAttachment(id)
  const content = await ctx.store.attachments.open(id)
  const { name, type, size } = record
  if (content?.size !== size) {
    await content?.close()
    throw damaged(id, size, content?.size)
  }
  const isInline = FILE_TYPES.some((known) => known.type === type && known.inline)
  return { name, type, size, isInline, content }
}

function viewerOf(
  ctx: UseCaseContext,
  id: string,
  { viewer, expires, signature }: AttachmentQuery,
  userId: string | undefined,
): string | undefined {
  if (viewer !== undefined && expires !== undefined && signature !== undefined) {
    return isValidLink(ctx, { id, viewer, expires, signature }) ? viewer : undefined
  }
  if (userId !== undefined) return userId
  throw new AppError('unauthorized', 'A valid bearer token or a signed link is needed.')
}

/** As long as the instance that claimed it does not name it, it is its uploader's alone. */
async function mayOpen(ctx: UseCaseContext, record: AttachmentRecord, viewer: string): Promise<boolean> {
  const { id, claim, uploadedBy } = record
  const instance = claim ? (await ctx.store.instances.read(claim.instanceId))?.instance : undefined
  if (instance && Object.hasOwn(instance.files ?? {}, id))
    return (await mayRead(ctx, instance, viewer)) || serviceMayRead(ctx, instance, viewer)
  return viewer === uploadedBy
}

/** Ids come from outside: nothing else may reach a store that makes file names of them. */
const isAttachmentId = (id: string): boolean => /^[a-z0-9]{1,64}$/.test(id)

const damaged = (id: string, size: number, found: number | undefined): AppError =>
  new AppError('attachment_damaged', 'The content of this file is lost or damaged.', {
    cause: new Error(`attachment ${id} has ${found ?? 'no'} of ${size} bytes`),
    words: FILE_RULE_TEXTS.damaged,
  })

const noAttachment = (id: string): AppError =>
  new AppError('attachment_not_found', `Attachment ${id.slice(0, 64)} does not exist.`)
