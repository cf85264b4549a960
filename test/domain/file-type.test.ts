import { describe, expect, it } from 'vitest'
import { cleanName } from '../../server/domain/file-name.ts'
import { fileTypeOf } from '../../server/domain/file-type.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

describe('the type of a file', () => {
  it.each([
    ['%PDF-1.7\n%\xe2\xe3', 'a', 'application/pdf'],
    ['\x89PNG\r\n\x1a\n\0\0', 'x.txt', 'image/png'],
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'a.png', 'image/jpeg'],
    ['GIF89a\x01\0', 'a', 'image/gif'],
    ['RIFF\x24\0\0\0WEBPVP8 ', 'a', 'image/webp'],
    ['PK\x03\x04\x14\0', 'a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['PK\x03\x04\x14\0', 'a.XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['PK\x03\x04\x14\0', 'a.jar', 'application/zip'],
    ['PK\x05\x06\0\0', 'empty.zip', 'application/zip'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'a.xls', 'application/vnd.ms-excel'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'a.msi', 'application/msword'],
    ['姓名,金额\r\n张三,1', '表.csv', 'text/csv'],
    ['\xd0\xd5\xc3\xfb,1\r\n', 'gbk.csv', 'text/csv'],
    ['<script>alert(1)</script>', 'a.txt', 'text/plain'],
  ])('%j as %s is %s', (text, name, type) => {
    const head = text.includes('姓') ? Buffer.from(text) : bytes(text)
    expect(fileTypeOf(head, name)?.type).toBe(type)
  })

  it.each([
    ['<html><script>alert(1)</script>', 'a.html'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.svg'],
    ['#!/bin/sh\n', 'a.sh'],
    ['MZ\x90\0\x03\0', 'a.txt'],
    ['\x7fELF\x02', 'a.pdf'],
    ['XXXX\x24\0\0\0WEBPVP8 ', 'a.webp'],
    ['', 'empty.txt'],
    ['no extension', 'README'],
  ])('%j as %s is not taken', (text, name) => {
    expect(fileTypeOf(bytes(text), name)).toBeUndefined()
  })

  it('only images are ever shown where they are', () => {
    expect(fileTypeOf(bytes('\x89PNG\r\n\x1a\n'), 'a')?.inline).toBe(true)
    expect(fileTypeOf(bytes('%PDF-1.7'), 'a')?.inline).toBe(false)
  })
})

describe('the name of a file', () => {
  const pdf = { extensions: ['pdf'] }
  it.each([
    ['发票 2026.pdf', '发票 2026.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\temp\\a.pdf', 'a.pdf'],
    ['a.html', 'a.html.pdf'],
    ['A.PDF', 'A.pdf'],
    ['gpj.\u202efdp.pdf', 'gpj.fdp.pdf'],
    ['a\r\nSet-Cookie: x.pdf', 'aSet-Cookie_ x.pdf'],
    ['a"b<c>.pdf', 'a_b_c_.pdf'],
    ['...', 'file.pdf'],
    ['', 'file.pdf'],
    ['.pdf', 'pdf.pdf'],
  ])('%j becomes %j', (given, expected) => {
    expect(cleanName(given, pdf)).toBe(expected)
  })

  it('is never long, and never cuts a character in two', () => {
    const name = cleanName(`${'😀'.repeat(300)}.pdf`, pdf)
    expect(Array.from(name)).toHaveLength(120)
    expect(name).not.toMatch(/\p{Cs}/u)
  })
})
