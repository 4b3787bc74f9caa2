// Not run by Byway's tests. The same functions as ../react-native/referral.mjs; the cases are in ../cases.json.
package com.example.shop

import java.net.URLDecoder

data class Landing(val key: String?, val click: String?)

data class Kept(val key: String, val click: String?, val at: Long)

enum class Model { FIRST, LAST }

object Referral {
    private const val LONGEST = 191

    /** The referral key and click id in an address; null where there is none. [parameter] is the program's. */
    fun readLink(address: String, parameter: String = "aff"): Landing {
        val query = address.substringBefore('#').substringAfter('?', "")
        return Landing(first(query, parameter), first(query, "bw_click"))
    }

    /** What is kept after a landing. [before] is what was kept, or null; times are Unix seconds. */
    fun keep(before: Kept?, landing: Landing, model: Model, days: Int, now: Long): Kept? {
        val known = standing(before, days, now)
        val key = landing.key
        return if (key == null || (known != null && model == Model.FIRST)) known else Kept(key, landing.click, now)
    }

    /** What goes to your backend with the sign-up, to be passed on to POST /v1/customers as it is. */
    fun signUpFields(kept: Kept?, days: Int, now: Long): Map<String, Any> {
        val known = standing(kept, days, now) ?: return emptyMap()
        val fields = mutableMapOf<String, Any>(
            "partner" to mapOf("key" to known.key),
            "options" to mapOf("clicked_at" to known.at),
        )
        known.click?.let { fields["click_id"] = it }
        return fields
    }

    private fun standing(kept: Kept?, days: Int, now: Long) = kept?.takeIf { now - it.at <= days * 86_400L }

    private fun first(query: String, name: String): String? {
        for (part in query.split('&')) {
            val at = part.indexOf('=')
            if (at > 0 && decoded(part.substring(0, at)) == name) {
                val value = decoded(part.substring(at + 1))
                return value?.takeIf { it.isNotEmpty() && it.length <= LONGEST && '\u0000' !in it }
            }
        }
        return null
    }

    // URLDecoder puts U+FFFD in place of bytes that are no UTF-8, and throws for escapes that are none.
    private fun decoded(text: String): String? =
        runCatching { URLDecoder.decode(text, "UTF-8") }.getOrNull()?.takeIf { '\uFFFD' !in it }
}
