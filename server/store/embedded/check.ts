import { contentPath, verified } from './attachment-content.ts'
import { BINDING_PATH, toBinding } from './binding.ts'
import { takeChecksum } from './disk/checksum.ts'
import type { StoreCheck } from '../contract.ts'
import { DamagedFile, pathOf, readDocument, type DocumentSchema } from './disk/document.ts'
import { farLargerOf } from './far-larger.ts'
import type { DataFolder } from './disk/files.ts'
import {
  ATTACHMENTS,
  DEFINITIONS,
  INSTANCES,
  LETTERS,
  NOTES,
  REMINDERS,
  SESSIONS,
  SETTINGS,
  type AttachmentDocument,
} from './document-schemas.ts'

/**
 * Reads every file, one after another, and says which are damaged; changes none. What is written or removed
 * meanwhile counts as it was before or after.
 */
export async function checkFiles(files: DataFolder): Promise<StoreCheck> {
  const sizes = { usual: 0, farLarger: [] }
  const check: StoreCheck = { documents: 0, contents: 0, withoutChecksum: 0, damaged: [], sizes }
  const records: { id: string; bytes: number }[] = []
  const look = async (path: string, isRight: (bytes: Buffer) => unknown): Promise<void> => {
    const bytes = await files.read(path)
    if (bytes === undefined) return
    check.documents += 1
    if (takeChecksum(bytes).checksum === 'none') check.withoutChecksum += 1
    await noting(check, path, () => isRight(bytes))
  }
  const lookAtAll = async <T>(
    kind: DocumentSchema<T>,
    each?: (document: T) => Promise<void>,
  ): Promise<void> => {
    for (const path of await files.documents(kind.folder)) {
      await look(path, (bytes) => each?.(readDocument(kind, path, bytes)) ?? readDocument(kind, path, bytes))
    }
  }
  await look(BINDING_PATH, toBinding)
  for (const path of await files.documents(INSTANCES.folder)) {
    await look(path, (bytes) => {
      const id = INSTANCES.keyOf(readDocument(INSTANCES, path, bytes))
      records.push({ id, bytes: bytes.length })
    })
  }
  await lookAtAll(LETTERS)
  await lookAtAll(DEFINITIONS)
  await lookAtAll(SESSIONS)
  await lookAtAll(SETTINGS)
  await lookAtAll(REMINDERS)
  await lookAtAll(NOTES)
  await lookAtAll(ATTACHMENTS, (document) => checkContent(files, document, check))
  check.sizes = farLargerOf(records)
  return check
}

async function checkContent(
  files: DataFolder,
  document: AttachmentDocument,
  check: StoreCheck,
): Promise<void> {
  const { id } = document.attachment
  const path = contentPath(id)
  const content = await files.open(path)
  if (!content) {
    // Removed since: what is known of it goes first.
    const isKnown = (await files.read(pathOf(ATTACHMENTS, id))) !== undefined
    if (isKnown) check.damaged.push({ path, reason: 'it is gone' })
    return
  }
  check.contents += 1
  if (document.sha256 === undefined) check.withoutChecksum += 1
  await noting(check, path, async () => {
    const pieces = verified(content.pieces, document)
    while (!(await pieces.next()).done) continue
  }).finally(() => content.close())
}

async function noting(check: StoreCheck, path: string, work: () => unknown): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error
    check.damaged.push({ path, reason: error.message })
  }
}
