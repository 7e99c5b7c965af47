-- Asks Matrikel whether a service password is right: /etc/dovecot/matrikel.lua
--
-- Runs in Dovecot's auth workers. Needs Dovecot 2.3.18 or newer with Lua (Debian: dovecot-auth-lua).

local SETTINGS = "/etc/dovecot/matrikel.settings"

-- Seconds before its end at which an access token is replaced.
local MARGIN = 30

local settings = {}
local token = { value = nil, ends = 0 }
local http

function script_init()
  for line in io.lines(SETTINGS) do
    local name, value = line:match("^%s*([%a_]+)%s*=%s*(.-)%s*$")
    if name then
      settings[name] = value
    end
  end
  http = dovecot.http.client({ request_timeout_msecs = 5000, connect_timeout_msecs = 3000,
                               max_attempts = 2, user_agent = "dovecot" })
  return 0
end

function script_deinit()
end

local function base64(text)
  local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  local encoded = text:gsub("..?.?", function(part)
    local a, b, c = part:byte(1, 3)
    local bits = a * 65536 + (b or 0) * 256 + (c or 0)
    local four = ""
    for place = 3, 0, -1 do
      local at = math.floor(bits / 64 ^ place) % 64 + 1
      four = four .. letters:sub(at, at)
    end
    return four:sub(1, #part + 1) .. ("="):rep(3 - #part)
  end)
  return encoded
end

local function quoted(text)
  -- JSON (RFC 8259, section 7).
  return '"' .. text:gsub('[%c"\\\127]', function(one)
    return ("\\u%04x"):format(one:byte())
  end) .. '"'
end

local function post(path, kind, authorization, body)
  local request = http:request({ url = settings.url .. path, method = "POST" })
  request:add_header("Content-Type", kind)
  request:add_header("Authorization", authorization)
  request:set_payload(body)
  local response = request:submit()
  return response:status(), response:payload() or ""
end

-- An access token for this server (client credentials, RFC 6749, section 4.4); nil for none.
local function access_token()
  if token.value and os.time() < token.ends then
    return token.value
  end
  local status, answer = post("/oauth2/token", "application/x-www-form-urlencoded",
    "Basic " .. base64(settings.client_id .. ":" .. settings.client_secret),
    "grant_type=client_credentials&scope=service_passwords")
  token.value = status == 200 and answer:match('"access_token"%s*:%s*"([^"]+)"') or nil
  local seconds = tonumber(answer:match('"expires_in"%s*:%s*(%d+)') or 0)
  token.ends = os.time() + seconds - MARGIN
  if not token.value then
    dovecot.i_error("matrikel: no access token (HTTP " .. status .. ")")
  end
  return token.value
end

function auth_password_verify(request, password)
  local bearer = access_token()
  if not bearer then
    return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "Matrikel knows this server no longer"
  end
  local body = ('{"itServiceCode":%s,"userName":%s,"password":%s,"clientAddress":%s}'):format(
    quoted(settings.it_service), quoted(request.user), quoted(password),
    quoted(request.rip or ""))
  local status, answer = post("/v1/servicePasswords:check", "application/json",
    "Bearer " .. bearer, body)
  if status == 200 then
    -- Under one name, whether the person signed in with it or with the address of the mailbox.
    local user = answer:match('"userName"%s*:%s*"([%w.-]+)"')
    return dovecot.auth.PASSDB_RESULT_OK, { user = user }
  end
  if status == 401 and answer:find('"TOKEN_INVALID"', 1, true) then
    -- The token was taken back; the next attempt fetches another one.
    token.value = nil
    return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "the access token was taken back"
  end
  if status == 401 or status == 429 then
    return dovecot.auth.PASSDB_RESULT_PASSWORD_MISMATCH, ""
  end
  dovecot.i_error("matrikel: HTTP " .. status)
  return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "Matrikel does not answer"
end

-- Nobody is looked up without a password: mail is delivered by the MTA's own list.
function auth_passdb_lookup(request)
  return dovecot.auth.PASSDB_RESULT_USER_UNKNOWN, ""
end
