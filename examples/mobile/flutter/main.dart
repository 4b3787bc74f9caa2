// Not run by Byway's tests: it needs a device and the packages app_links, shared_preferences and http.
import 'dart:convert';

import 'package:app_links/app_links.dart';
import 'package:flutter/widgets.dart';
import 'package:http/http.dart' as http;
import 'package:shared_preferences/shared_preferences.dart';

import 'referral.dart';

const _days = 30;
int _now() => DateTime.now().millisecondsSinceEpoch ~/ 1000;

Future<void> main() async {
  WidgetsFlutterBinding.ensureInitialized();
  AppLinks().uriLinkStream.listen((uri) => land(uri.toString()));
  runApp(const Placeholder());
}

Future<Kept?> _kept() async {
  final store = await SharedPreferences.getInstance();
  final key = store.getString('referral.key');
  return key == null
      ? null
      : (key: key, click: store.getString('referral.click'), at: store.getInt('referral.at') ?? 0);
}

Future<void> land(String address) async {
  final after = keep(await _kept(), readLink(address), 'last', _days, _now());
  final store = await SharedPreferences.getInstance();
  if (after == null) return;
  await store.setString('referral.key', after.key);
  await store.setInt('referral.at', after.at);
  final click = after.click;
  click == null ? await store.remove('referral.click') : await store.setString('referral.click', click);
}

// Your backend adds the API key and the customer's key, and calls POST /v1/customers.
Future<void> signUp(Map<String, Object> person) async => http.post(
      Uri.parse('https://shop.example.com/api/sign-up'),
      headers: {'Content-Type': 'application/json'},
      body: jsonEncode({'person': person, 'referral': signUpFields(await _kept(), _days, _now())}),
    );
