import { AppError } from '../../domain/errors.ts'
import { contentPath, digesting, verified } from './attachment-content.ts'
import type { AttachmentStore, FileContent } from '../contract.ts'
import { SCHEMA } from './disk/document.ts'
import type { Damage } from './documents.ts'
import type { DataFolder } from './disk/files.ts'
import { ATTACHMENTS, type AttachmentDocument } from './document-schemas.ts'
import { createDocumentsInMemory } from './documents-in-memory.ts'
import { unavailable } from './unavailable.ts'

export type Attachments = {
  attachments: AttachmentStore
  load(): Promise<Damage[]>
  close(): Promise<void>
}

/** The content of a file lies beside what is known of it, and is there first: what is known is complete. */
export function createAttachments(files: DataFolder): Attachments {
  const unclaimed = createUnclaimed()
  const documents = createDocumentsInMemory(files, ATTACHMENTS, unclaimed.put)
  const coming = new Map<string, string>()

  // The content goes last: what is known of a file may come back after a failed sync, and must not be hollow.
  const undo = async (id: string) => {
    await documents.remove(id)
    await files.remove(contentPath(id))
  }

  const attachments: AttachmentStore = {
    async add({ id, uploadedBy, atMost = Infinity }, content, describe) {
      const underWay = [...coming.values()].filter((userId) => userId === uploadedBy).length
      if (unclaimed.countOf(uploadedBy) + underWay >= atMost) throw tooMany(atMost)
      coming.set(id, uploadedBy)
      try {
        const digested = digesting(content)
        await files.receive(contentPath(id), digested.content)
        const attachment = describe()
        await documents.save({ schema: SCHEMA, attachment, sha256: digested.sha256() })
        return attachment
      } catch (error) {
        await undo(id).catch(() => undefined)
        if (error instanceof AppError) throw error
        throw unavailable(error)
      } finally {
        coming.delete(id)
      }
    },
    read: async (id) => (await documents.get(id))?.attachment,
    open: async (id) => openContent(files, await documents.get(id)),
    contentSize: async (id) => ((await documents.get(id)) ? files.sizeOf(contentPath(id)) : undefined),
    async change(id, decide) {
      await documents.change(id, (current) => {
        const attachment = decide(current?.attachment)
        return attachment && toDocument(attachment, current?.sha256)
      })
    },
    async remove(id, isUnwanted) {
      const gone: AttachmentDocument[] = []
      await documents.change(id, (current) => {
        if (!current || !isUnwanted(current.attachment)) return undefined
        gone.push(current)
        return null
      })
      if (gone.length === 0) return false
      await files.remove(contentPath(id)).catch(() => undefined)
      return true
    },
    unclaimed: async (before = Infinity) =>
      unclaimed.all().flatMap((attachment) => (attachment.uploadedAt < before ? [attachment] : [])),
    async removeOrphans() {
      // First what lies there, then what is known: an upload that ends meanwhile is known before it is not coming
      // any more, and what comes later was not seen.
      const seen = await files.others(ATTACHMENTS.folder)
      const known = await documents.all()
      const expected = new Set([...known.keys(), ...coming.keys()].map(contentPath))
      const orphans = seen.filter((path) => !expected.has(path))
      for (const path of orphans) await files.remove(path)
      return orphans.length
    },
  }
  return { attachments, load: documents.load, close: documents.close }
}

async function openContent(
  files: DataFolder,
  document: AttachmentDocument | undefined,
): Promise<FileContent | undefined> {
  const content = document && (await files.open(contentPath(document.attachment.id)))
  if (!content) return undefined
  return { size: content.size, pieces: verified(content.pieces, document), close: () => content.close() }
}

const toDocument = (
  attachment: AttachmentDocument['attachment'],
  sha256: string | undefined,
): AttachmentDocument => ({ schema: SCHEMA, attachment, ...(sha256 !== undefined && { sha256 }) })

/** The few files that may still have to go, and how many each person has that no instance claimed. */
function createUnclaimed() {
  const kept = new Map<string, AttachmentDocument['attachment']>()
  const counts = new Map<string, number>()
  const count = (userId: string, by: number) => {
    const next = (counts.get(userId) ?? 0) + by
    if (next > 0) counts.set(userId, next)
    else counts.delete(userId)
  }
  return {
    put: (id: string, document: AttachmentDocument | undefined) => {
      const before = kept.get(id)
      if (before && !before.claim) count(before.uploadedBy, -1)
      kept.delete(id)
      if (!document || document.attachment.kept) return
      kept.set(id, document.attachment)
      if (!document.attachment.claim) count(document.attachment.uploadedBy, 1)
    },
    countOf: (userId: string) => counts.get(userId) ?? 0,
    all: () => [...kept.values()],
  }
}

const tooMany = (limit: number): AppError =>
  new AppError('too_many_uploads', `At most ${limit} files may wait to be used.`, { details: [{ limit }] })
