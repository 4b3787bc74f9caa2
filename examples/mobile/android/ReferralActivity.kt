// Not run by Byway's tests: it needs a device and com.android.installreferrer:installreferrer.
package com.example.shop

import android.content.Context
import android.content.Intent
import android.os.Bundle
import androidx.activity.ComponentActivity
import com.android.installreferrer.api.InstallReferrerClient
import com.android.installreferrer.api.InstallReferrerStateListener
import org.json.JSONObject

class ReferralActivity : ComponentActivity() {
    private val kept get() = getSharedPreferences("referral", Context.MODE_PRIVATE)

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        intent?.dataString?.let(::land)
        if (!kept.getBoolean("asked", false)) askInstallReferrer()
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        intent.dataString?.let(::land)
    }

    // The Play Store hands over what stood in &referrer= of the link to it: the deferred deep link, once.
    private fun askInstallReferrer() {
        val client = InstallReferrerClient.newBuilder(this).build()
        client.startConnection(object : InstallReferrerStateListener {
            override fun onInstallReferrerSetupFinished(code: Int) {
                if (code == InstallReferrerClient.InstallReferrerResponse.OK) {
                    land("?" + client.installReferrer.installReferrer)
                }
                kept.edit().putBoolean("asked", true).apply()
                client.endConnection()
            }

            override fun onInstallReferrerServiceDisconnected() = Unit
        })
    }

    private fun land(address: String) {
        val now = System.currentTimeMillis() / 1000
        val after = Referral.keep(read(), Referral.readLink(address), Model.LAST, days = 30, now = now) ?: return
        kept.edit().putString("key", after.key).putString("click", after.click).putLong("at", after.at).apply()
    }

    private fun read(): Kept? =
        kept.getString("key", null)?.let { Kept(it, kept.getString("click", null), kept.getLong("at", 0)) }

    /** The body for your own backend, which has the API key. */
    fun signUpBody(person: Map<String, Any>): String {
        val referral = Referral.signUpFields(read(), days = 30, now = System.currentTimeMillis() / 1000)
        return JSONObject(mapOf("person" to person, "referral" to referral)).toString()
    }
}
