/** The window's content security policy, so that the page is tested under the rules it lives under. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' thumb: http://thumb.localhost blob:",
  'connect-src ipc: http://ipc.localhost',
  "style-src 'self'",
  "script-src 'self'",
  "object-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
