import { withChecksum } from './disk/checksum.ts'
import { DamagedFile, readValue, SCHEMA } from './disk/document.ts'
import type { DataFolder } from './disk/files.ts'
import { Binding } from './document-schemas.ts'
import { StoreOpenError } from './disk/open-error.ts'

export type StoreBinding = { appId: string; baseUrl: string }

export const BINDING_PATH = 'binding.json'

/** Whose data the folder holds; undefined when nobody has said yet. */
export async function readBinding(files: DataFolder, root: string): Promise<StoreBinding | undefined> {
  const bytes = await files.read(BINDING_PATH)
  if (bytes === undefined) return undefined
  try {
    return toBinding(bytes)
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error
    throw new StoreOpenError(
      `The store cannot read ${root}/${BINDING_PATH}, which says whose data the folder holds (${error.message}). ` +
        'Nothing was changed. Put this file back from a backup, then start again.',
    )
  }
}

/** Throws `DamagedFile`. */
export function toBinding(bytes: Buffer): StoreBinding {
  const { data } = Binding.safeParse(readValue(bytes))
  if (!data) throw new DamagedFile('it names no app')
  return data
}

export function refuseOther(bound: StoreBinding, wanted: StoreBinding, root: string): void {
  if (bound.appId === wanted.appId && bound.baseUrl === wanted.baseUrl) return
  throw new StoreOpenError(
    `The data folder ${root} holds the data of app ${bound.appId} at ${bound.baseUrl}, not of ${wanted.appId} ` +
      `at ${wanted.baseUrl}. Use another DATA_DIR, or the settings of the app whose data it is.`,
  )
}

export async function saveBinding(files: DataFolder, { appId, baseUrl }: StoreBinding): Promise<void> {
  await files.write(BINDING_PATH, withChecksum({ schema: SCHEMA, appId, baseUrl }))
}
