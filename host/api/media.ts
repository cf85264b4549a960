import { make, makeButton } from '../ui/dom.ts'
import { openSheet } from '../ui/sheet.ts'
import type { Words } from '../ui/words.ts'
import { ApiError, textOf, toApi } from './callback.ts'
import type { TempFiles } from './files.ts'

/** Images and files: chosen with the browser's own dialog, shown in a sheet. */
export function mediaApis(words: Words, files: TempFiles) {
  return {
    chooseImage: toApi('chooseImage', async (options) => {
      const chosen = await chooseFiles('image/*', Number(options['count'] ?? 9))
      const tempFiles = chosen.map((file) => ({ path: files.add(file, file.name), size: file.size }))
      return { tempFilePaths: tempFiles.map(({ path }) => path), tempFiles }
    }),
    filePicker: toApi('filePicker', async (options) => {
      const chosen = await chooseFiles('', Number(options['maxNum'] ?? 9))
      const list = chosen.map((file) => ({
        path: files.add(file, file.name),
        name: file.name,
        size: file.size,
      }))
      return { list }
    }),
    previewImage: toApi('previewImage', (options) => {
      const urls = (options['urls'] ?? []) as string[]
      previewImage(words, files.toAddress(textOf(options, 'current') || (urls[0] ?? '')))
    }),
    openDocument: toApi('openDocument', (options) => {
      openDocument(files, options)
    }),
    saveFile: toApi('saveFile', (options) => ({ savedFilePath: textOf(options, 'tempFilePath') })),
  }
}

/** Rejects with `cancel` when the person chooses none. */
function chooseFiles(accept: string, count: number): Promise<File[]> {
  const input = make('input', { class: 'host-file', label: 'file' })
  input.type = 'file'
  input.accept = accept
  input.multiple = count > 1
  document.body.append(input)
  return new Promise((resolve, reject) => {
    input.addEventListener('change', () => {
      input.remove()
      resolve([...(input.files ?? [])].slice(0, count))
    })
    input.addEventListener('cancel', () => {
      input.remove()
      reject(new ApiError('cancel'))
    })
    input.click()
  })
}

function previewImage(words: Words, address: string): void {
  void openSheet({ label: words.close }, (close) => {
    const image = make('img', { class: 'host-preview' })
    image.alt = ''
    image.src = address
    return [image, makeButton(words.close, () => close(undefined), 'host-button wide')]
  })
}

/** Saved, never shown in place: a document of somebody else's must not become a page of this origin. */
function openDocument(files: TempFiles, options: Record<string, unknown>): void {
  const path = textOf(options, 'filePath')
  const known = files.get(path)
  if (!known) throw new ApiError('file not found')
  const link = make('a')
  link.href = files.toAddress(path)
  link.download = textOf(options, 'fileName') || known.name
  link.click()
}
