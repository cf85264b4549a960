import type { AttachmentView } from '../../shared/responses.ts'
import { chooseFiles } from './ask.ts'
import { ApiFailure } from './failure.ts'
import { api } from './services.ts'

type Told = {
  busy: (busy: boolean) => void
  uploaded: (files: AttachmentView[]) => void
  failed: (error: unknown) => void
}

/** One after the other, since the client uploads no more than five at a time; a failed one does not stop the rest. */
export async function uploadPicked(kind: 'image' | 'attachment', limit: number, told: Told): Promise<void> {
  if (limit < 1) return
  const picked = (await chooseFiles(tt, kind, limit)).slice(0, limit)
  if (picked.length === 0) return
  told.busy(true)
  for (const file of picked) {
    try {
      told.uploaded([await api.upload(file)])
    } catch (error) {
      told.failed(error)
      if (error instanceof ApiFailure && error.code === 'person_changed') break
    }
  }
  told.busy(false)
}
