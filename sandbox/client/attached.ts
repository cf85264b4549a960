/** A file as a press carries it along; Feishu keeps it and hands out its address. */
export async function toAttached(file: File): Promise<{
  name: string
  content: string
  type: 'IMAGE' | 'ATTACHMENTS'
}> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return {
    name: file.name,
    content: btoa(text),
    type: file.type.startsWith('image/') ? 'IMAGE' : 'ATTACHMENTS',
  }
}
