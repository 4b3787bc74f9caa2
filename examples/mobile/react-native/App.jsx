// Not run by Byway's tests: it needs a device. What decides is in referral.mjs, which is.
import AsyncStorage from "@react-native-async-storage/async-storage";
import { useEffect } from "react";
import { Linking } from "react-native";
import { keep, readLink, signUpFields } from "./referral.mjs";

const KEPT = "referral";
const MODEL = "last";
const DAYS = 30;
const now = () => Math.floor(Date.now() / 1000);
const kept = async () => JSON.parse((await AsyncStorage.getItem(KEPT)) ?? "null");

export async function land(address) {
  const after = keep(await kept(), readLink(address), MODEL, DAYS, now());
  await AsyncStorage.setItem(KEPT, JSON.stringify(after));
}

export function useReferral() {
  useEffect(() => {
    Linking.getInitialURL().then((address) => address && land(address));
    const opened = Linking.addEventListener("url", ({ url }) => land(url));
    return () => opened.remove();
  }, []);
}

// Your backend adds the API key and the customer's key, and calls POST /v1/customers.
export async function signUp(person) {
  const referral = signUpFields(await kept(), DAYS, now());
  return fetch("https://shop.example.com/api/sign-up", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ person, referral }),
  });
}
